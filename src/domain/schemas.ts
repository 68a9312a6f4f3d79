import { z } from 'zod';
import { PLATFORM_NAMES, ROUTES } from './platform-name.ts';
import { SEVERITIES } from './severity.ts';
import { STAGES } from './stage.ts';

// Apart from the words themselves: workflows use the words, and loading zod for each of them would cost milliseconds.

export const stageSchema = z.literal(STAGES);

export const severitySchema = z.enum(SEVERITIES);

export const platformNameSchema = z.enum(PLATFORM_NAMES);

export const routeSchema = z.enum(ROUTES);
