/** Sensors whose lines are read, by the name under `/sensors/`. */
import { falco } from './falco';
import { findings } from './findings';
import type { SensorReader } from './sensor-reader';
import { tetragon } from './tetragon';

export const sensorReaders: ReadonlyMap<string, SensorReader> = new Map(
  [falco, tetragon, findings].map((one) => [one.name, one]),
);
