/** Pointer, wheel and keys over a chart -> the shared view. */
import {
  useEffect,
  useRef,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
} from "react";

import { MARGIN, type Geometry } from "./geometry";
import type { View } from "./view";

const LEAST_BRUSH_PIXELS = 8;

interface Props {
  view: View;
  shape: Geometry;
  step: number;
  label: string;
  children: ReactNode;
}

function keyed(view: View, step: number, event: KeyboardEvent): boolean {
  const seen = view.domain.get();
  const from = view.pointed.get() ?? (seen === null ? 0 : seen.to - step);
  const back = event.key === "ArrowLeft";
  if (back || event.key === "ArrowRight") {
    if (event.shiftKey) view.pan(back ? -0.25 : 0.25);
    else view.pointed.set(from + (back ? -step : step));
  } else if (event.key === "+" || event.key === "=") view.zoom(0.5);
  else if (event.key === "-") view.zoom(2);
  else if (event.key === "End") view.tail(view.span);
  else if (event.key === "Escape") view.pointed.set(null);
  else return false;
  return true;
}

/** Sideways moves through time; up and down stay the page's. */
function useWheel(view: View): React.RefObject<HTMLDivElement> {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const surface = ref.current;
    const onWheel = (event: WheelEvent): void => {
      const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (Math.abs(sideways) <= Math.abs(event.shiftKey ? 0 : event.deltaY)) return;
      event.preventDefault();
      view.pan(sideways / (surface?.clientWidth ?? 1000));
    };
    surface?.addEventListener("wheel", onWheel, { passive: false });
    return () => surface?.removeEventListener("wheel", onWheel);
  }, [view]);
  return ref;
}

export function Surface({ view, shape, step, label, children }: Props): ReactElement {
  const ref = useWheel(view);
  const start = useRef<number | null>(null);
  const timeAt = (event: PointerEvent): number => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const pixel = Math.min(Math.max(event.clientX - left, MARGIN.left), shape.width - MARGIN.right);
    return Number(shape.x.invert(pixel));
  };
  const onMove = (event: PointerEvent): void => {
    const time = timeAt(event);
    view.pointed.set(time);
    if (start.current !== null)
      view.brushed.set({ from: Math.min(start.current, time), to: Math.max(start.current, time) });
  };
  const onUp = (): void => {
    const marked = view.brushed.get();
    start.current = null;
    view.brushed.set(null);
    if (marked && shape.x(marked.to) - shape.x(marked.from) >= LEAST_BRUSH_PIXELS) {
      view.pointed.set(null);
      view.show(marked.from, marked.to);
    }
  };
  return (
    <div
      ref={ref}
      className="chart-surface"
      style={{ height: shape.height }}
      tabIndex={0}
      role="application"
      aria-roledescription="chart"
      aria-label={`${label}. Arrow keys move the crosshair, with Shift the time; plus and minus zoom, End goes to live.`}
      onKeyDown={(event) => {
        if (keyed(view, step, event)) event.preventDefault();
      }}
      onPointerMove={onMove}
      onPointerLeave={() => {
        if (start.current === null) view.pointed.set(null);
      }}
      onPointerDown={(event) => {
        if (event.button !== 0 || event.pointerType === "touch") return;
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = timeAt(event);
      }}
      onPointerUp={onUp}
      onPointerCancel={onUp}
    >
      {children}
    </div>
  );
}
