import { zstdDecompressSync } from 'node:zlib';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';

export const flightCount = 3_000_000;
const batchRows = 50_000;

interface Flight {
  readonly date: Date;
  readonly delay: bigint;
  readonly distance: bigint;
  readonly origin: string;
  readonly destination: string;
}

/** The flights in PostgreSQL's COPY text format, batch by batch; `told` hears how many rows have been read. */
export async function* flightBatches(file: string, told: (rows: number) => void): AsyncGenerator<string> {
  const buffer = await asyncBufferFromFile(file);
  for (let start = 0; start < flightCount; start += batchRows) {
    const flights = (await parquetReadObjects({
      file: buffer,
      rowStart: start,
      rowEnd: start + batchRows,
      compressors: { ZSTD: (compressed) => zstdDecompressSync(compressed) },
    })) as unknown as Flight[];
    yield flights.map(copyLine).join('');
    told(start + flights.length);
  }
}

function copyLine(flight: Flight): string {
  const departed = flight.date.toISOString().slice(0, 19);
  return `${departed}\t${flight.delay}\t${flight.distance}\t${flight.origin}\t${flight.destination}\n`;
}
