import type { HubConnection } from '@microsoft/signalr';
import type { LiveEvent } from '@/lib/types';

export type LiveStatus = 'connecting' | 'live' | 'offline';

interface Options {
  onEvent: (event: LiveEvent) => void;
  onStatus: (status: LiveStatus) => void;
  /** Called when live events begin without a known last number: whatever was fetched before may be old. */
  onFresh: () => void;
}

/** From now on, without replay. */
const fromNow = null;

/**
 * One person's live stream. Events carry numbers without gaps, so after a break it asks for everything after the last one it handled, hands each on
 * exactly once and in order, and the page has missed nothing.
 */
export class LiveConnection {
  #hub: HubConnection | undefined;
  #last: number | null = fromNow;
  #stopped = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;

  constructor(private readonly options: Options) {}

  async start(): Promise<void> {
    // Its own chunk: the first paint does not wait for it.
    const { HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr');
    if (this.#stopped) return;
    const hub = new HubConnectionBuilder().withUrl('/live', { withCredentials: true, headers: { 'X-Steward': '1' } }).configureLogging(LogLevel.None).build();
    this.#hub = hub;
    hub.on('event', (event: LiveEvent) => this.receive(event));
    hub.onclose(() => this.#again());
    window.addEventListener('online', this.#now);
    document.addEventListener('visibilitychange', this.#now);
    await this.#connect();
  }

  /** Public for tests: numbers at or below the last one are repeats and are dropped. */
  receive(event: LiveEvent) {
    if (this.#last !== fromNow && event.seq <= this.#last) return;
    this.#last = event.seq;
    this.options.onEvent(event);
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#retry);
    window.removeEventListener('online', this.#now);
    document.removeEventListener('visibilitychange', this.#now);
    void this.#hub?.stop();
  }

  async #connect() {
    if (this.#stopped || !this.#hub) return;
    this.options.onStatus('connecting');
    try {
      await this.#hub.start();
      const fresh = this.#last === fromNow;
      await this.#hub.invoke('Subscribe', this.#last);
      this.#attempt = 0;
      this.options.onStatus('live');
      // The server takes its starting number just after it answers; what is fetched a moment later is surely newer.
      if (fresh) setTimeout(() => this.options.onFresh(), 250);
    } catch {
      if (this.#hub.state === 'Connected') await this.#hub.stop();
      else this.#again();
    }
  }

  #again() {
    if (this.#stopped) return;
    this.options.onStatus('offline');
    clearTimeout(this.#retry);
    const wait = Math.min(15_000, 500 * 2 ** this.#attempt++);
    this.#retry = setTimeout(() => void this.#connect(), wait * (0.75 + Math.random() / 2));
  }

  #now = () => {
    if (this.#stopped || document.visibilityState === 'hidden' || this.#hub?.state !== 'Disconnected') return;
    clearTimeout(this.#retry);
    void this.#connect();
  };
}
