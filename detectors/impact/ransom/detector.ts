import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Detection, Evidence } from '../../../contracts/finding';
import { happened } from '../state-lost-then-destroy/losses';
import { encryptionBy } from './encrypts';
import { manifest } from './manifest';
import { noteIn } from './notes';

interface State {
  /** The first encryption of the session, and the first note. */
  encrypted?: Evidence;
  note?: Evidence;
}

export const ransom: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(state, event, { analysis }) {
    const encryption = event.action.type === 'file.write' ? undefined : encryptionBy(analysis);
    const note = noteIn(event, analysis);
    if (encryption === undefined && note === undefined) return NO_DETECTIONS;
    const here = (excerpt: string): Evidence => ({
      eventId: event.id,
      at: event.at,
      excerpt: excerpt.slice(0, 200),
      phase: event.phase,
    });
    const both = (note ?? state.note) !== undefined && (encryption ?? state.encrypted) !== undefined;
    const also = [state.encrypted, state.note].filter(
      (piece) => piece !== undefined && piece.eventId !== event.id,
    ) as Evidence[];
    if (happened(event) && encryption?.originals === true) state.encrypted ??= here(encryption.excerpt);
    if (happened(event) && note !== undefined) state.note ??= here(note);
    const found: Detection[] = [];
    if (encryption !== undefined)
      found.push({
        why: `A command ${encryption.what}`,
        severity: both && encryption.originals ? 'critical' : encryption.originals ? 'high' : 'medium',
        dedupeKey: both ? 'both' : `encrypts:${encryption.about}`.slice(0, 200),
        excerpt: encryption.excerpt,
        also,
      });
    if (note !== undefined && (encryption === undefined || !both))
      found.push({
        why: `A note that asks for payment is left: ${note}`,
        severity: both ? 'critical' : 'medium',
        dedupeKey: both ? 'both' : `note:${note}`.slice(0, 200),
        entities: { path: note },
        also,
      });
    return found;
  },
};
