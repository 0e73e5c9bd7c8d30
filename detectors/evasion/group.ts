/** Guards switched off or walked around: bypass modes, sandboxes, logs, monitors, denials, tests and reviews. */
import type { Detector } from '../../contracts/detector';

export const EVASION: readonly Detector[] = [];
