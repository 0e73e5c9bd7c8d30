/** Compression of record batches that kafkajs names but does not bring: zstd by Node, LZ4 frames by lz4-napi. */
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { CompressionCodecs, CompressionTypes } from 'kafkajs';
import { compressFrame, decompressFrame } from 'lz4-napi';
import type { KafkaConfig } from '../../platform/config';

interface Encoder {
  buffer: Buffer;
}

const zstd = promisify(zstdCompress);
const unzstd = promisify(zstdDecompress);
const FASTEST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: ({ buffer }: Encoder) => zstd(buffer, FASTEST),
  decompress: (bytes: Buffer) => unzstd(bytes),
});
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: ({ buffer }: Encoder) => compressFrame(buffer),
  decompress: (bytes: Buffer) => decompressFrame(bytes),
});

const TYPES: Record<KafkaConfig['compression'], CompressionTypes> = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
};

/** kafkajs' number for the configured compression; reading understands all of them, whatever is configured. */
export const compressionType = (name: KafkaConfig['compression']): CompressionTypes => TYPES[name];
