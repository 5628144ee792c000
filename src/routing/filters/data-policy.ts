import type { Filter } from './filter.ts'

/** Zero data retention: nothing is kept once the answer is given. */
export const zdr: Filter = {
  name: 'zdr',
  prepare: (where) => (where.zdr === true ? ({ retainsData }) => retainsData === false : null),
}

export const dataCollection: Filter = {
  name: 'data-collection',
  prepare: (where) => (where.dataCollection === 'deny' ? ({ trainsOnData }) => trainsOnData === false : null),
}
