const WIDTH = 120
const HEIGHT = 28

/** The shape of a figure over time, without its sizes; those stand beside it. */
export function Sparkline({
  values,
  color = '--series-1',
}: {
  readonly values: readonly number[]
  readonly color?: string
}) {
  const most = Math.max(...values, 0)
  if (most === 0 || values.length < 2) return <div className="h-7" />
  const points = values.map((value, index) => {
    const x = (index / (values.length - 1)) * WIDTH
    const y = HEIGHT - 1 - (value / most) * (HEIGHT - 3)
    return `${x.toFixed(1)},${y.toFixed(1)}`
  })
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-7 w-full"
      aria-hidden="true"
    >
      <polyline
        points={`0,${HEIGHT} ${points.join(' ')} ${WIDTH},${HEIGHT}`}
        fill={`var(${color})`}
        opacity="0.12"
      />
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke={`var(${color})`}
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}
