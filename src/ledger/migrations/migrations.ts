import type { Migration } from 'kysely/migration';
import { firstLedger } from './0001-first-ledger.ts';
import { untoldFailures } from './0002-untold-failures.ts';
import { ownersSeen } from './0003-owners-seen.ts';
import { leases } from './0004-leases.ts';
import { digests } from './0005-digests.ts';
import { senderHealth } from './0006-sender-health.ts';
import { errorsActedOn } from './0007-errors-acted-on.ts';
import { standing } from './0008-standing.ts';
import { episodes } from './0009-episodes.ts';
import { gateway } from './0010-gateway.ts';
import { directMessages } from './0011-direct-messages.ts';
import { wordsWithDetections } from './0012-words-with-detections.ts';
import { serviceMode } from './0013-service-mode.ts';
import { callbackCounts } from './0014-callback-counts.ts';
import { reportedFailures } from './0015-reported-failures.ts';
import { furtherWords } from './0016-further-words.ts';
import { earlierReaders } from './0017-earlier-readers.ts';

/** Every change of the schema, by name in the order they are made. One that has been released is never edited: the next one follows it. */
export const migrations: Record<string, Migration> = {
  '0001-first-ledger': firstLedger,
  '0002-untold-failures': untoldFailures,
  '0003-owners-seen': ownersSeen,
  '0004-leases': leases,
  '0005-digests': digests,
  '0006-sender-health': senderHealth,
  '0007-errors-acted-on': errorsActedOn,
  '0008-standing': standing,
  '0009-episodes': episodes,
  '0010-gateway': gateway,
  '0011-direct-messages': directMessages,
  '0012-words-with-detections': wordsWithDetections,
  '0013-service-mode': serviceMode,
  '0014-callback-counts': callbackCounts,
  '0015-reported-failures': reportedFailures,
  '0016-further-words': furtherWords,
  '0017-earlier-readers': earlierReaders,
};
