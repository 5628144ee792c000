import type { Channel, DialOutcome, DialRequest } from '../../core/channel.ts'
import type { Incoming } from '../exchange.ts'

/** A request to change to WebSocket, which has not been answered yet. */
export interface RealtimeIncoming extends Incoming {
  readonly realtime: {
    /** By its query; null where it names none. */
    readonly model: string | null
    /** Changes the protocol. Null where the caller has left. */
    accept(headers: Readonly<Record<string, string | number>>): Channel | null
    dial(request: DialRequest): Promise<DialOutcome>
  }
}
