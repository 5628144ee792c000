/** Drawn on a grid of 16, in the colour of the text. */
const PATHS = {
  compass: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM10.8 5.2L9.2 9.2L5.2 10.8L6.8 6.8z',
  list: 'M2 4h12M2 8h12M2 12h8',
  route:
    'M3.5 12.5a1.5 1.5 0 1 0 0-3a1.5 1.5 0 0 0 0 3zM12.5 6.5a1.5 1.5 0 1 0 0-3a1.5 1.5 0 0 0 0 3zM5 11h5a2 2 0 0 0 0-4H6a2 2 0 0 1 0-2h5',
  book: 'M3 2.5h8.5a1.5 1.5 0 0 1 1.5 1.5v9.5H4.5A1.5 1.5 0 0 1 3 12zM3 12a1.5 1.5 0 0 1 1.5-1.5H13',
  play: 'M4.5 2.8l8 5.2l-8 5.2z',
  key: 'M5.5 13a3 3 0 1 0 0-6a3 3 0 0 0 0 6zM7.6 7.9L13.5 2M11 4.5l2 2',
  coins:
    'M8 6.5c3 0 5-1 5-2.2S11 2 8 2S3 3 3 4.300S5 6.500 8 6.500zM3 4.300v3.500C3 9 5 10 8 10s5-1 5-2.200V4.300M3 7.800v3.700C3 12.800 5 14 8 14s5-1.200 5-2.500V7.800',
  gear: 'M8 10.300a2.300 2.300 0 1 0 0-4.600a2.300 2.300 0 0 0 0 4.600zM8 1.500v2M8 12.500v2M1.500 8h2M12.500 8h2M3.400 3.400l1.400 1.400M11.200 11.200l1.400 1.400M12.600 3.400l-1.400 1.400M4.800 11.200l-1.400 1.400',
  people:
    'M6 7.500a2.500 2.500 0 1 0 0-5a2.500 2.500 0 0 0 0 5zM1.500 13.500c0-2.500 2-4 4.500-4s4.500 1.500 4.500 4M11 7.500a2 2 0 1 0 0-4M12 9.700c1.600.4 2.500 1.800 2.500 3.800',
  flag: 'M3.500 14.500v-13M3.500 2.500h8.500l-2 3l2 3H3.500',
  menu: 'M2 4h12M2 8h12M2 12h12',
  leave: 'M6.500 2.500h-3v11h3M6 8h8M11 5l3 3l-3 3',
  close: 'M3.500 3.500l9 9M12.500 3.500l-9 9',
  copy: 'M5.500 5.500h8v8h-8zM10.500 5.500v-3h-8v8h3',
  check: 'M2.500 8.500l3.500 3.500l7.500-8',
  warning: 'M8 2L14.500 13.500h-13zM8 6.500v3M8 11.500v.2',
  back: 'M13.500 8h-11M6.500 3.500L2 8l4.500 4.500',
  search: 'M7 12a5 5 0 1 0 0-10a5 5 0 0 0 0 10zM10.500 10.500l4 4',
  plus: 'M8 2.500v11M2.500 8h11',
  rose: 'M8 1l1.300 5.700L15 8l-5.700 1.300L8 15l-1.300-5.700L1 8l5.700-1.300z',
} as const

export type IconName = keyof typeof PATHS

export function Icon({
  name,
  className = 'size-4',
}: {
  readonly name: IconName
  readonly className?: string
}) {
  return (
    <svg viewBox="0 0 16 16" className={`${className} shrink-0`} aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill={name === 'rose' ? 'var(--accent)' : 'none'}
        stroke={name === 'rose' ? 'none' : 'currentColor'}
        strokeWidth="1.3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
