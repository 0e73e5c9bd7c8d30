import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import { incoming } from '../incoming';
import { hiddenCharacters } from './characters';
import { manifest } from './manifest';
import { hiddenMarkup } from './markup';

export const hiddenText: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event) {
    const read = incoming(event);
    if (!read) return NO_DETECTIONS;
    const hidden = hiddenCharacters(read.text) ?? hiddenMarkup(read.text);
    if (!hidden) return NO_DETECTIONS;
    const says = hidden.shown === '' ? '' : `, which says: ${hidden.shown}`;
    return [
      {
        why: `Text from ${read.from} hides something in ${hidden.how}${says}`,
        severity: hidden.faint === true ? 'info' : 'low',
        dedupeKey: `${hidden.how}:${read.from}`,
        excerpt: hidden.shown === '' ? hidden.how : hidden.shown,
      },
    ];
  },
};
