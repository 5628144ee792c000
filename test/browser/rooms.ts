/** Every page, by the name that its picture has. */
export const PAGES = {
  overview: '/',
  traces: '/traces',
  providers: '/providers',
  models: '/catalogue',
  playground: '/playground',
  keys: '/keys',
  usage: '/usage',
  settings: '/settings',
} as const
