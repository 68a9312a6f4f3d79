import type { Tool } from './tool.ts';
import { getAlert } from './tools/get-alert.ts';
import { notifyLppDetection } from './tools/notify-lpp-detection.ts';

/** Every tool, in the order in which every door lists them. */
export const TOOLS: readonly Tool[] = [notifyLppDetection, getAlert];
