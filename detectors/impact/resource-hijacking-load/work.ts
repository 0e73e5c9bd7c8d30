/** Programs whose run explains a busy CPU or GPU: training, inference, builds, tests, compression, video, databases, notebooks. */
import type { Invocation } from '../../../contracts/shell';

const WORKERS: ReadonlySet<string> = new Set(
  `make cmake ninja bazel buck gradle gradlew mvn mvnw sbt cargo rustc go gcc g++ clang clang++ cc ld tsc swc esbuild vite webpack rollup turbo nx jest vitest mocha pytest tox nox
  python python3 ipython jupyter papermill torchrun accelerate deepspeed horovodrun mpirun srun sbatch ray ollama vllm llama-cli llama-server llama.cpp tritonserver trtexec node deno bun npm npx pnpm yarn
  docker podman buildah kaniko nvcc nsys ncu ffmpeg handbrakecli gzip xz zstd tar 7z pigz postgres mysqld clickhouse spark-submit dbt duckdb sqlite3 blender julia rscript matlab octave java dotnet msbuild
  swift xcodebuild flutter dart mix rebar3 stack cabal ghc ocamlc dune opam terraform ansible-playbook packer qemu-system-x86_64 valgrind perf stress stress-ng hyperfine wrk k6 ab fio sysbench hashcat john`.split(
    /\s+/,
  ),
);

/** Whether a program of this name works hard for a reason. */
export const isWorker = (program: string): boolean => WORKERS.has(program);

export function explainsLoad(invocations: readonly Invocation[]): boolean {
  return invocations.some(({ program }) => isWorker(program));
}
