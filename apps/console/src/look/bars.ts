export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** Bars for counts, zero-based; whatever is not nothing can be seen. Widths and heights in px; the last bar is today. */
export function bars(
  counts: readonly number[],
  size: { readonly width: number; readonly height: number },
): readonly Bar[] {
  const most = Math.max(...counts, 1);
  const step = size.width / counts.length;
  return counts.map((count, index) => {
    const height = count === 0 ? 0 : Math.max(2, Math.round((count / most) * size.height));
    return { x: Math.round(index * step * 10) / 10, y: size.height - height, height };
  });
}
