import { useEffect, useMemo, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

/** Values over time; times are milliseconds since 1970. */
export interface Series {
  name: string;
  points: readonly (readonly [at: number, value: number])[];
}

const HEIGHT = 56;
const COLOURS = ['--accent', '--low', '--good', '--medium'] as const;

interface StripProps {
  title: string;
  series: readonly Series[];
  at: number;
  from: number;
  to: number;
}

/** A low chart of numbers over time with a line at the present moment. */
export function Strip({ title, series, at, from, to }: StripProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const now = useRef(at);
  const data = useMemo(() => tableOf(series), [series]);
  const shown = useMemo(() => series.filter(({ points }) => points.length > 0), [series]);
  const first = Math.min(from, data[0][0] ?? from);
  const last = Math.max(to, data[0].at(-1) ?? to, first + 1);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const colour = (name: string) => getComputedStyle(element).getPropertyValue(name);
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: false, range: [first, last] } },
        axes: [{ show: false }, { show: false }],
        series: [
          {},
          ...shown.map((_, index) => ({
            stroke: paint(element, COLOURS[index % COLOURS.length] ?? '--accent'),
            width: 1.5,
            spanGaps: true,
            points: { show: false },
          })),
        ],
        hooks: { draw: [(self) => drawNow(self, now.current, colour('color') || '#888')] },
      },
      data,
      element,
    );
    chart.current = plot;
    const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      plot.destroy();
    };
  }, [data, shown, first, last]);
  useEffect(() => {
    now.current = at;
    chart.current?.redraw(false);
  }, [at]);
  if (shown.length === 0) return null;
  return (
    <figure className="strip">
      <figcaption className="small dim cut">
        {title}: {shown.map(({ name }) => name).join(', ')}
      </figcaption>
      <div ref={box} aria-hidden="true" />
    </figure>
  );
}

/** The colour of a token as the canvas understands it: `light-dark()` is resolved by an element that wears it. */
function paint(element: HTMLElement, token: string): string {
  const before = element.style.color;
  element.style.color = `var(${token})`;
  const colour = getComputedStyle(element).color;
  element.style.color = before;
  return colour;
}

function drawNow(plot: uPlot, at: number, colour: string): void {
  const { ctx, bbox } = plot;
  const x = plot.valToPos(at, 'x', true);
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

/** Series with times of their own → one list of times, and the values of each at them. */
function tableOf(series: readonly Series[]): uPlot.AlignedData {
  const full = series.filter(({ points }) => points.length > 0);
  const times = [...new Set(full.flatMap(({ points }) => points.map(([at]) => at)))].sort((a, b) => a - b);
  const values = full.map(({ points }) => {
    const known = new Map(points);
    return times.map((at) => known.get(at) ?? null);
  });
  return [times, ...values];
}
