/** Counters in the Prometheus text format (version 0.0.4); small enough that no library is needed. */
import type { FastifyInstance } from 'fastify';

const bucketsSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface RouteCount {
  readonly labels: string;
  total: number;
  seconds: number;
  readonly buckets: number[];
}

/** A value that a room reports at the moment it is asked. */
export type Gauge = () => number;

export class Metrics {
  readonly #routes = new Map<string, RouteCount>();
  readonly #gauges = new Map<string, { readonly help: string; readonly read: Gauge }>();

  /** Adds a value that is read when the metrics are asked for. */
  gauge(name: string, help: string, read: Gauge): void {
    this.#gauges.set(name, { help, read });
  }

  count(method: string, route: string, status: number, elapsedMs: number): void {
    const labels = `method="${method}",route="${route}",status="${status}"`;
    let entry = this.#routes.get(labels);
    if (entry === undefined) {
      entry = { labels, total: 0, seconds: 0, buckets: bucketsSeconds.map(() => 0) };
      this.#routes.set(labels, entry);
    }
    const seconds = elapsedMs / 1_000;
    entry.total += 1;
    entry.seconds += seconds;
    const bucket = bucketsSeconds.findIndex((limit) => seconds <= limit);
    if (bucket >= 0) entry.buckets[bucket] = (entry.buckets[bucket] ?? 0) + 1;
  }

  text(): string {
    const lines: string[] = [
      '# HELP penstock_http_request_seconds Time to answer a request.',
      '# TYPE penstock_http_request_seconds histogram',
    ];
    for (const entry of this.#routes.values()) {
      let cumulative = 0;
      bucketsSeconds.forEach((limit, index) => {
        cumulative += entry.buckets[index] ?? 0;
        lines.push(`penstock_http_request_seconds_bucket{${entry.labels},le="${limit}"} ${cumulative}`);
      });
      lines.push(`penstock_http_request_seconds_bucket{${entry.labels},le="+Inf"} ${entry.total}`);
      lines.push(`penstock_http_request_seconds_sum{${entry.labels}} ${entry.seconds.toFixed(6)}`);
      lines.push(`penstock_http_request_seconds_count{${entry.labels}} ${entry.total}`);
    }
    for (const [name, gauge] of this.#gauges) lines.push(`# HELP ${name} ${gauge.help}`, `# TYPE ${name} gauge`, `${name} ${gauge.read()}`);
    return `${lines.join('\n')}\n`;
  }
}

/** Counts every answered request of `app` by its route's pattern, never by its address. */
export function measure(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    metrics.count(request.method, request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime);
    if (reply.statusCode >= 500 || reply.elapsedTime > 1_000) {
      request.log.info(
        { method: request.method, route: request.routeOptions.url, status: reply.statusCode, elapsedMs: Math.round(reply.elapsedTime) },
        'answered',
      );
    }
    done();
  });
}
