/** A figure's data → an SVG, drawn by Vega-Lite without a browser; the same data give the same bytes. */
import type { TopLevelSpec } from 'vega-lite'
import type { Figure } from '../block.ts'

const ownAccent = '#0b5d66'
const quiet = '#8a8f94'
const font = 'system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif'

const base = (figure: Figure, height: number) => ({
  width: 520,
  height,
  padding: 4,
  background: 'transparent',
  autosize: { type: 'fit', contains: 'padding' },
  data: { values: figure.points },
  config: {
    font,
    view: { stroke: null },
    axis: {
      labelFontSize: 12,
      titleFontSize: 12,
      titleFontWeight: 'normal',
      titleColor: '#444a50',
      labelColor: '#444a50',
      gridColor: '#e7e9eb',
      domainColor: '#b9bec3',
      tickColor: '#b9bec3',
      labelLimit: 200,
    },
    legend: { labelFontSize: 12, title: null, orient: 'top' },
  },
})

const calibration = (figure: Figure, accent: string): object => ({
  ...base(figure, 330),
  layer: [
    {
      data: {
        values: [
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ],
      },
      mark: { type: 'line', color: quiet, strokeDash: [4, 4] },
      encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
    },
    {
      mark: { type: 'rule', color: accent, strokeWidth: 2, opacity: 0.5 },
      encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } },
    },
    {
      mark: { type: 'point', filled: true, color: accent, size: 60, opacity: 1 },
      encoding: {
        x: { field: 'x', type: 'quantitative', title: figure.x, scale: { domain: [0, 1] }, axis: { format: '.0%', tickCount: 5 } },
        y: { field: 'y', type: 'quantitative', title: figure.y, scale: { domain: [0, 1] }, axis: { format: '.0%', tickCount: 5 } },
      },
    },
  ],
})

const weeks = (figure: Figure, accent: string): object => {
  const several = figure.points.some((it) => it.series !== undefined)
  const colour = several ? { color: { field: 'series', type: 'nominal', scale: { range: [accent, quiet] } } } : {}
  const x = { field: 'x', type: 'temporal', title: null, axis: { format: '%-d %b', tickCount: 6, grid: false } }
  return {
    ...base(figure, 220),
    layer: [
      ...(figure.points.some((it) => it.low !== undefined)
        ? [
            {
              mark: { type: 'area', color: accent, opacity: 0.18 },
              encoding: { x, y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } },
            },
          ]
        : []),
      {
        mark: { type: 'line', color: accent, strokeWidth: 2, point: { filled: true, size: 24, ...(several ? {} : { color: accent }) } },
        encoding: { x, y: { field: 'y', type: 'quantitative', title: figure.y, scale: { zero: figure.y === 'ms' } }, ...colour },
      },
    ],
  }
}

const bars = (figure: Figure, accent: string): object => {
  const y = { field: 'x', type: 'nominal', title: null, sort: null, axis: { ticks: false, domain: false } }
  return {
    ...base(figure, 26 * figure.points.length + 40),
    layer: [
      {
        mark: { type: 'bar', height: 12 },
        encoding: {
          y,
          x: { field: 'y', type: 'quantitative', title: figure.x },
          color: { field: 'series', type: 'nominal', scale: { domain: ['moved', 'as chance'], range: [accent, '#c4c9cd'] } },
        },
      },
      { mark: { type: 'tick', color: '#222', thickness: 2, size: 18 }, encoding: { y, x: { field: 'floor', type: 'quantitative' } } },
    ],
  }
}

const specs: { [shape in Figure['shape']]: (figure: Figure, accent: string) => object } = { calibration, weeks, bars }

/** An `<svg>` without a fixed size, so that it fits a phone and a page. Throws nothing for data that a section made. */
export const drawFigure = async (figure: Figure, accent: string = ownAccent): Promise<string> => {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')])
  const spec = specs[figure.shape](figure, accent) as TopLevelSpec
  const view = new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: 'none', logLevel: vega.Error })
  const svg = await view.toSVG()
  view.finalize()
  // Only the first <svg …> carries a fixed size; ids of clips count up in one process, so they are numbered anew.
  const ids = new Map<string, string>()
  return svg
    .replace(/<svg([^>]*?) width="[\d.]+"([^>]*?) height="[\d.]+"/, '<svg$1$2')
    .replace(/\b(clip|gradient_)\d+\b/g, (id, kind: string) => {
      if (!ids.has(id)) ids.set(id, `${figure.id}-${kind}${ids.size}`)
      return ids.get(id) ?? id
    })
}
