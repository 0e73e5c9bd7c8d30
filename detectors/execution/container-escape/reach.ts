/** One thing that gives a container power over its host, or that uses such power. */
export interface Reach {
  /** What it is, the same for the same act: key of the alert. */
  what: string;
  why: string;
  /** How much of the host it opens: 1 something, 2 all of it in a few steps, 3 it is entered right now. */
  weight: 1 | 2 | 3;
  excerpt: string;
}

/** Folders of the host: 2 gives all of it, 1 a part that matters. */
export function weightOfMount(from: string, readOnly: boolean): 0 | 1 | 2 {
  const path = from.replace(/(?<=.)\/+$/, '');
  if (/(?:docker|containerd|crio|podman)\.sock$/.test(path)) return 1;
  if (/^\/(?:root|home|Users|mnt|host)?$/.test(path) && path === '/') return readOnly ? 1 : 2;
  if (
    /^\/(?:etc|root|boot|proc|sys|dev|var\/lib\/(?:docker|kubelet|containerd)|var\/run|run|lib\/modules|var\/spool\/cron|usr|bin|sbin)$/.test(
      path,
    )
  )
    return readOnly || /^\/(?:lib\/modules|dev)$/.test(path) ? 0 : 1;
  return 0;
}

/** Images whose work is to watch, build or be a machine. */
export const NEEDS_REACH =
  /(?:^|\/)(?:docker|moby|buildkit|buildx|binfmt|qemu-user-static|kindest|node|k3s|k3d|minikube|kicbase|rancher|cadvisor|node-exporter|process-exporter|dcgm-exporter|agent|datadog|sysdig|falco|tetragon|beyla|pixie|netdata|portainer|traefik|watchtower|dockge|lazydocker|ctop|dive|trivy|act|runner|gitlab-runner|drone|jenkins|dind|testcontainers|ryuk|localstack|kaniko|buildah|podman|systemd|home-assistant|homeassistant|frigate|plex|tailscale|wireguard|cilium|calico|flannel|csi|longhorn|rook|nfs|samba|cuda|nvidia|rocm|otel|opentelemetry-collector\w*|fluent-bit|fluentd|filebeat|promtail|vector|alloy|autoheal|diun|ofelia|cloudflared)(?:[-_][\w.-]{1,60})?(?:[:@]|$)/i;
