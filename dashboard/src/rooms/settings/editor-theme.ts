import { defaultHighlightStyle, HighlightStyle } from '@codemirror/language'
import { EditorView } from '@codemirror/view'

/** Names, texts, figures and comments. */
const COLORS: Readonly<Record<string, string>> = {
  '#00c': 'var(--accent)',
  '#00f': 'var(--accent)',
  '#a11': 'var(--series-2)',
  '#e40': 'var(--series-2)',
  '#219': 'var(--series-3)',
  '#164': 'var(--series-3)',
  '#940': 'var(--ink-3)',
}

/** In the colours of the page, whose custom properties reach into the shadow root. */
export const theme = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--sheet)', fontSize: '0.8125rem', maxHeight: '36rem' },
  '&.cm-focused': { outline: '2px solid var(--accent)' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', minHeight: '22rem' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--sunk)', color: 'var(--ink-3)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'var(--sunk)' },
  '.cm-tooltip': { backgroundColor: 'var(--sheet)', border: '1px solid var(--line)' },
  '.cm-lintRange-error': { textDecoration: 'underline wavy var(--bad)', backgroundImage: 'none' },
})

/** The usual style in the colours of the page: by day it says the same, and by night it can be read. */
export const highlight = HighlightStyle.define(
  defaultHighlightStyle.specs.map(({ color, ...spec }) => ({
    ...spec,
    ...(typeof color === 'string' ? { color: COLORS[color] ?? 'var(--ink-2)' } : {}),
  })),
)
