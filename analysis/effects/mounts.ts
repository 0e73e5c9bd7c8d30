/** Folders of this machine that a container sees under other names. */
import type { Invocation } from '../../contracts/shell';

export interface Mount {
  /** Path on this machine. */
  from: string;
  /** Path inside. */
  to: string;
}

const MAX_MOUNTS = 16;

/** `-v from:to[:ro]` and `--mount type=bind,source=from,target=to` of a container's start. Volumes with a name are no folders. */
export function mountsOf({ program, args }: Invocation): Mount[] {
  if (!/^(?:docker|podman|nerdctl)$/.test(program)) return [];
  const texts = args.slice(0, 200).map(({ text }) => text);
  return texts
    .flatMap((text, at) => {
      const before = texts[at - 1] ?? '';
      const glued = /^(?:-v|--volume=|--mount=)([^]+)$/.exec(text)?.[1];
      const value = /^(?:-v|--volume|--mount)$/.test(before) ? text : glued;
      return value === undefined ? [] : (mountOf(value.slice(0, 1_000)) ?? []);
    })
    .slice(0, MAX_MOUNTS);
}

function mountOf(value: string): Mount | undefined {
  if (value.includes('=')) {
    const part = (names: RegExp) =>
      value
        .split(',')
        .find((one) => names.test(one))
        ?.replace(/^[^=]{0,20}=/, '');
    const [from, to] = [part(/^(?:source|src)=/), part(/^(?:target|destination|dst)=/)];
    return from === undefined || to === undefined ? undefined : { from, to };
  }
  const [from = '', to] = value.split(':');
  return to === undefined || !/^[/~.$]/.test(from) ? undefined : { from, to };
}

/** What a path inside is on this machine; undefined when it lies in the image. */
export function throughMounts(path: string, mounts: readonly Mount[]): string | undefined {
  const mount = mounts.find(({ to }) => path === to || path.startsWith(to.endsWith('/') ? to : `${to}/`));
  return (
    mount && `${mount.from.replace(/\/$/, '')}/${path.slice(mount.to.length).replace(/^\//, '')}`.replace(/\/$/, '')
  );
}
