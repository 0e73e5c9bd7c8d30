/** NVIDIA GPUs by `nvidia-smi`, where it is installed. */
import { execFile } from 'node:child_process';

export interface GpuUse {
  id: string;
  /** 0 to 1. */
  utilization?: number;
  memoryBytes?: number;
  watts?: number;
}

const TIMEOUT_MS = 5_000;
const FIELDS = 'uuid,utilization.gpu,memory.used,power.draw';

/** Empty when the program is not there or does not answer. Several lists may be asked for; each waits 5 s at most. */
export function readGpus(program = 'nvidia-smi'): Promise<GpuUse[]> {
  return new Promise((resolve) => {
    const args = [`--query-gpu=${FIELDS}`, '--format=csv,noheader,nounits'];
    execFile(program, args, { timeout: TIMEOUT_MS, maxBuffer: 1024 * 1024 }, (error, out) => {
      resolve(error ? [] : parseGpus(out));
    });
  });
}

/** One line a GPU; `[N/A]` where a card does not say. */
export function parseGpus(text: string): GpuUse[] {
  return text
    .split('\n')
    .map((line) => line.split(',').map((part) => part.trim()))
    .filter(([id]) => id !== undefined && id !== '')
    .map(([id = '', utilization, memory, watts]) => ({
      id,
      ...measured('utilization', utilization, 0.01),
      ...measured('memoryBytes', memory, 1024 * 1024),
      ...measured('watts', watts, 1),
    }));
}

function measured(name: keyof GpuUse, text: string | undefined, factor: number): Partial<GpuUse> {
  const value = text === undefined || text === '' ? NaN : Number(text);
  return Number.isFinite(value) ? { [name]: value * factor } : {};
}
