import { isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts'

/** The same with a mask in the place of whatever its name says is a secret. */
export function withoutSecrets(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, SECRET.test(name) ? MASK : cleaned(inner)]),
  )
}

/** Also of names such as `client_secret` and `new_password`; not of `key_id`, `tokens` or `secret_name`. */
const SECRET = /(?:^|_)(?:password|secret|token|credential|api_?key|master_key|private_key|key|value)$/i
const MASK = '[redacted]'

function cleaned(value: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(value)) return value.map((item: JsonValue) => cleaned(item) ?? null)
  return isJsonObject(value) ? withoutSecrets(value) : value
}
