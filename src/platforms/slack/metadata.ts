/**
 * Names our message metadata. Any app and user of the workspace can read metadata
 * (https://docs.slack.dev/messaging/message-metadata), so it holds our opaque attempt id and nothing else.
 */
export const METADATA_EVENT_TYPE = 'vigia_notification';

/** The attempt id in a message's metadata, or null when the message is not one of ours. */
export function attemptIdOf(metadata: unknown): string | null {
  const { event_type: type, event_payload: payload } = (metadata ?? {}) as { event_type?: unknown; event_payload?: { attempt_id?: unknown } };
  const id = payload?.attempt_id;
  return type === METADATA_EVENT_TYPE && typeof id === 'string' ? id : null;
}
