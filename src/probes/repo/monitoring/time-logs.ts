/** Finds times that a service takes of each request and only writes to a log or a header. */
import { fileLine, type PythonSource } from '../python/sources.ts'
import { lineAt, type Signal } from './signal.ts'

const around =
  /@\w+\.middleware\(|BaseHTTPMiddleware|add_middleware\(|@\w+\.(before|after)_request|\bscope\[["']type["']\]|@\w+\.(post|route|api)\(/
const taken =
  /(process_?time|latency(_ms|_seconds)?|response_?time(_ms)?|duration(_ms)?|elapsed(_ms)?|inference_?time(_ms)?)["']?\]?\s*(?::\s*\w+\s*)?=\s*[^=\n]*(time|perf_counter|monotonic)\w*\(?\)?[^=\n]*-|round\(\s*\(?\s*time\.(time|perf_counter|monotonic)\(\)\s*-/i
const told =
  /log(ger|ging)?\.(info|debug|warning|log|bind)\([^)]*(process_?time|latenc|response_?time|duration|elapsed|inference_?time)|X-(Process|Response)-?Time|["']latency_ms["']/i

export function timesInLogs(source: PythonSource): Signal[] {
  const { text, path } = source
  const match = around.test(text) && told.test(text) ? taken.exec(text) : null
  if (match === null) return []
  const line = fileLine(source, lineAt(text, match.index))
  return [
    {
      path,
      line,
      about: 'latency',
      kind: 'log',
      collected: false,
      alerts: false,
      note: 'each time is written to a log or a header; no monitoring system takes it in',
    },
  ]
}
