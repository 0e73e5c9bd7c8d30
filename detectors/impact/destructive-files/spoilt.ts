/** Modes or owners changed all the way down from a folder that the system lives in: nothing is gone, and nothing works any more. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { Detection } from '../../../contracts/finding';
import { argv, invocations } from '../../programs';
import { excerptOf } from '../words';
import { harmOf } from './harm';

const CHANGERS: ReadonlySet<string> = new Set(['chmod', 'chown', 'chgrp', 'chattr', 'setfacl', 'icacls', 'takeown']);

export function spoilt(analysis: EventAnalysis): Detection[] {
  return invocations(analysis).flatMap((one): Detection[] => {
    if (!CHANGERS.has(one.program) || one.remote !== undefined) return [];
    const words = argv(one);
    if (!words.some((word) => /^-[a-zA-Z]{0,6}R|^--recursive$/.test(word))) return [];
    const place = words
      .slice(1)
      .find(
        (word) =>
          /^\/[a-z0-9]{0,12}\/?\*?$/.test(word) &&
          harmOf({ path: word.replace(/(.)\/$/, '$1'), given: word, class: 'other' })?.severity === 'high',
      );
    if (place === undefined || /^\/(?:opt|srv|mnt|media|home|root)\b/.test(place)) return [];
    return [
      {
        why: `${one.program} changes everything below the system folder ${place}`,
        severity: 'medium',
        dedupeKey: `modes:${place}`,
        techniques: ['T1222', 'T1485'],
        entities: { path: place },
        excerpt: excerptOf(one),
      },
    ];
  });
}
