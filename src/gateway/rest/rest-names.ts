import { toolsFor, type Gateway } from '../call-tool.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Caller } from '../gateway-context.ts';
import { aliasListings, operationListings } from '../operations/operation-listing.ts';
import { ALIASES, OPERATION_NAMES, OPERATIONS, serviceAnswering, SERVICE_NAMES, type AnsweringService, type OperationService } from '../operations/operation-table.ts';
import { aliasToToolCall, operationToToolCall, type Meant, type MeantCall } from '../operations/to-tool-call.ts';
import { invalidArguments, notConfigured, ToolError } from '../tool-error.ts';
import { listingOf, type ToolListing } from '../tool-schema.ts';

/** What a door calls things by, beside the registry's names or in their place. */
export interface RestNames {
  /** What a reply says has answered; null: before it is known what was called. */
  serviceOf(tool: string | null): AnsweringService;
  /** Whether that is a name here, which may then be repeated: any other is the caller's own word. */
  knows(tool: string): boolean;
  /** What a caller may call, as `GET /tools` tells it. */
  list(caller: Caller): Readonly<Record<string, readonly ToolListing[]>>;
  /** Whether a call by this name is another name's, and which it means then; null for the registry's own. */
  meant(tool: string, parameters: Record<string, unknown> | undefined): (() => MeantCall) | null;
}

/** The gateway's: the registry's names, and the document's for some of them. */
export function gatewayNames(gateway: Pick<Gateway, 'tools'>): RestNames {
  return {
    serviceOf: (tool) => (tool === null ? 'vigia' : serviceAnswering(tool)),
    knows: (tool) => Object.hasOwn(ALIASES, tool) || gateway.tools.some(({ name }) => name === tool),
    list: (caller) => ({ tools: toolsFor(gateway, caller).map(listingOf), aliases: aliasListings(toolsFor(gateway, caller)) }),
    meant: (tool, parameters) => {
      const meant = aliasToToolCall({ tool, parameters });
      return meant && (() => callOf(meant));
    },
  };
}

/** A platform service's: its own operations, and nothing else. */
export function serviceNames(gateway: Pick<Gateway, 'tools'>, service: OperationService): RestNames {
  const known = Object.keys(OPERATIONS[service]);
  return {
    serviceOf: () => SERVICE_NAMES[service],
    knows: (tool) => known.includes(tool),
    list: (caller) => ({ tools: operationListings(service, toolsFor(gateway, caller)) }),
    meant: (tool, parameters) => () => {
      const meant = operationToToolCall(service, { tool, parameters });
      if (!meant) throw new ToolError({ code: 'unknown_tool', field: 'tool', message: 'This service has no operation of this name.', hint: `${didYouMean(tool, known)}There are ${known.join(', ')}. The gateway has all other tools.`, retryable: false });
      return callOf(meant);
    },
  };
}

/** Of a service that isn't there. */
export function absentNames(service: AnsweringService, message: string, hint: string): RestNames {
  return {
    serviceOf: () => service,
    knows: (tool) => OPERATION_NAMES.has(tool),
    list: () => ({ tools: [] }),
    meant: () => () => {
      throw notConfigured(message, hint);
    },
  };
}

function callOf(meant: Meant): MeantCall {
  if (!meant.ok) throw invalidArguments(meant.problems);
  return meant.call;
}
