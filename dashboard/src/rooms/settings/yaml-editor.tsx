import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { highlight, theme } from './editor-theme.ts'
import type { Check } from './use-check.ts'

interface Props {
  readonly label: string
  readonly text: string
  readonly isReadOnly: boolean
  readonly problems: Check['problems']
  onChange(text: string): void
}

/**
 * The editor lives in a shadow root: there it adopts its style sheets, while in the page itself it would write style
 * elements, which the policy of the page refuses. Tab leaves it, as it leaves every field.
 */
export function YamlEditor({ label, text, isReadOnly, problems, onChange }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const latest = useRef({ text, onChange })
  latest.current = { text, onChange }
  useEffect(() => {
    const host = place.current
    if (host === null) return
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
    const state = EditorState.create({
      doc: latest.current.text,
      extensions: [
        lineNumbers(),
        history(),
        highlightActiveLine(),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        yaml(),
        syntaxHighlighting(highlight),
        theme,
        EditorState.readOnly.of(isReadOnly),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) latest.current.onChange(state.doc.toString())
        }),
      ],
    })
    const made = new EditorView({ state, parent: root, root })
    view.current = made
    return () => made.destroy()
  }, [label, isReadOnly])
  useEffect(() => {
    const editor = view.current
    if (editor === null) return
    if (editor.state.doc.toString() !== text)
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } })
    editor.dispatch(
      setDiagnostics(
        editor.state,
        problems.flatMap((problem) => diagnosticOf(problem, editor.state)),
      ),
    )
  }, [text, problems])
  return <div ref={place} className="editor" />
}

/** Lines and columns of the gateway count from 1. A problem of a text that has changed since may lie beyond its end. */
function diagnosticOf(
  { line, column, message }: Check['problems'][number],
  { doc }: EditorState,
): Diagnostic[] {
  if (line === null || line > doc.lines) return []
  const { from, to } = doc.line(line)
  return [{ from: Math.min(to, from + (column ?? 1) - 1), to, severity: 'error', message }]
}
