/** Lets so many through at a time, in their order. */
export class Lane {
  private under = 0;
  private closed = false;
  private readonly waiting = new Set<(through: boolean) => void>();

  constructor(private readonly width: number) {}

  /** Whoever was let through must `leave`. @returns false when it took longer than `patienceMs`, or the lane is closed */
  async enter(patienceMs: number): Promise<boolean> {
    if (this.closed) return false;
    if (this.under < this.width) {
      this.under += 1;
      return true;
    }
    return new Promise((resolve) => {
      const go = (through: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(go);
        resolve(through);
      };
      const timer = setTimeout(go, patienceMs, false);
      this.waiting.add(go);
    });
  }

  leave(): void {
    const [next] = this.waiting;
    if (next === undefined) this.under -= 1;
    else next(true);
  }

  /** Those who wait go home, and nobody else comes in. */
  close(): void {
    this.closed = true;
    for (const go of [...this.waiting]) go(false);
  }
}
