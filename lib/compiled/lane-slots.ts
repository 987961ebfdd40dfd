/** Places for what a kernel keeps of groups, fewer than there are groups where memory is short: group g uses slot g mod count. */
export interface LaneSlots<Place> {
  of(group: number): Slot<Place>;
  /** Marks the pullbacks of all slots as out of date: new weights have come. */
  forgetPullbacks(): void;
}

/** One place, and what of which group it holds. */
export interface Slot<Place> {
  readonly place: Place;
  /** The group whose evaluation is held; −1 for none. */
  group: number;
  /** Whether turns of second order, which Hessian products need, are held. */
  turned: boolean;
  /** Whether the slopes of the last weights are held. */
  pulledBack: boolean;
}

/**
 * @param bytesPerSlot memory of one slot
 * @param mostBytes memory of all slots; one slot is made even where this is too little for one
 */
export function laneSlots<Place>(
  groupCount: number,
  bytesPerSlot: number,
  mostBytes: number,
  reserve: () => Place,
): LaneSlots<Place> {
  const count = Math.min(groupCount, Math.max(1, Math.floor(mostBytes / bytesPerSlot)));
  const slots = Array.from(
    { length: count },
    (): Slot<Place> => ({ place: reserve(), group: -1, turned: false, pulledBack: false }),
  );
  return {
    of: (group) => slots[group % count],
    forgetPullbacks() {
      for (const slot of slots) slot.pulledBack = false;
    },
  };
}
