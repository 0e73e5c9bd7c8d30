/** What Linux tells of a machine under `/proc`: processor, memory, processes. Shares are since the reading before. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface ProcessUse {
  pid: number;
  name: string;
  /** Whole command line, as the process shows it. */
  command: string;
  /** Number of its user. */
  owner: string;
  /** Share of one core, since the reading before; above 1 with several threads. */
  cpu: number;
}

export interface HostUse {
  /** Share of all cores, 0 to 1. */
  cpu: number;
  memory: number;
  /** The busiest processes, at most `most`. */
  processes: ProcessUse[];
}

/** Jiffies a second: fixed at 100 in what `/proc` shows to programs. */
const TICKS = 100;
/** A process below this share of a core is not told. */
const LEAST = 0.05;
const MAX_COMMAND = 1_000;

interface Jiffies {
  busy: number;
  all: number;
}

/** Reads on each call; undefined the first time, when there is nothing to compare with. `root` is `/proc` but in tests. */
export function hostReader(root = '/proc', most = 10): (now: number) => HostUse | undefined {
  let before: { at: number; cpu: Jiffies; ticks: Map<string, number> } | undefined;
  return (now) => {
    const cpu = jiffiesOf(readFileSync(join(root, 'stat'), 'utf8'));
    const processes = readProcesses(root);
    const ticks = new Map(processes.map((one) => [one.key, one.ticks]));
    const last = before;
    before = { at: now, cpu, ticks };
    if (!last || now <= last.at || cpu.all <= last.cpu.all) return undefined;
    const seconds = (now - last.at) / 1_000;
    const used = processes
      .map((one) => ({
        ...one,
        cpu: Math.max(0, one.ticks - (last.ticks.get(one.key) ?? one.ticks)) / TICKS / seconds,
      }))
      .filter((one) => one.cpu >= LEAST)
      .sort((a, b) => b.cpu - a.cpu)
      .slice(0, most);
    return {
      cpu: (cpu.busy - last.cpu.busy) / (cpu.all - last.cpu.all),
      memory: memoryOf(readFileSync(join(root, 'meminfo'), 'utf8')),
      processes: used.map((one) => ({ ...described(root, one), cpu: one.cpu })),
    };
  };
}

/** The first line: user, nice, system, idle, iowait, irq, softirq, steal. */
function jiffiesOf(stat: string): Jiffies {
  const numbers = stat.slice(0, stat.indexOf('\n')).trim().split(/\s+/).slice(1, 9).map(Number);
  const all = numbers.reduce((sum, one) => sum + one, 0);
  return { all, busy: all - (numbers[3] ?? 0) - (numbers[4] ?? 0) };
}

function memoryOf(meminfo: string): number {
  const value = (name: string) => Number(new RegExp(`^${name}:\\s{1,20}(\\d{1,15})`, 'm').exec(meminfo)?.[1] ?? 0);
  const total = value('MemTotal');
  return total === 0 ? 0 : 1 - value('MemAvailable') / total;
}

interface Counted {
  pid: number;
  name: string;
  /** A pid may be used again: with the time of its start it is one process. */
  key: string;
  ticks: number;
}

function readProcesses(root: string): Counted[] {
  return readdirSync(root)
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return counted(Number(pid), readFileSync(join(root, pid, 'stat'), 'utf8'));
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
}

/** The name is in brackets and may hold anything; what follows is separated by blanks. */
function counted(pid: number, stat: string): Counted[] {
  const end = stat.lastIndexOf(')');
  if (end < 0) return [];
  const rest = stat.slice(end + 2).split(' ');
  const ticks = Number(rest[11]) + Number(rest[12]);
  const name = stat.slice(stat.indexOf('(') + 1, end);
  return Number.isFinite(ticks) ? [{ pid, name, key: `${pid} ${rest[19] ?? ''}`, ticks }] : [];
}

function described(root: string, { pid, name }: Counted): Omit<ProcessUse, 'cpu'> {
  const read = (file: string) => {
    try {
      return readFileSync(join(root, String(pid), file), 'utf8');
    } catch {
      return '';
    }
  };
  const command = read('cmdline').slice(0, MAX_COMMAND).replaceAll('\0', ' ').trim();
  const owner = /^Uid:\s{1,5}(\d{1,10})/m.exec(read('status'))?.[1] ?? '';
  return { pid, name, command: command === '' ? name : command, owner };
}
