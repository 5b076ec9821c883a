package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.exceptions.TornadoRuntimeException;

/** What a kernel knows of the work-item that runs it. */
public final class KernelContext {
  public final Integer globalIdx;
  public final Integer globalIdy;
  public final Integer globalIdz;
  public final Integer groupIdx;
  public final Integer groupIdy;
  public final Integer groupIdz;
  public final Integer localIdx;
  public final Integer localIdy;
  public final Integer localIdz;
  public final Integer globalGroupSizeX;
  public final Integer globalGroupSizeY;
  public final Integer globalGroupSizeZ;
  public final Integer localGroupSizeX;
  public final Integer localGroupSizeY;
  public final Integer localGroupSizeZ;

  private final Launch launch;
  private final int item;
  private int allocations;

  /** The place holder that a task is given; each work-item gets another one. */
  public KernelContext() {
    this(null, new int[3], new int[3], new int[3], new int[] {1, 1, 1});
  }

  KernelContext(Launch launch, int[] group, int[] local, int[] global, int[] size) {
    globalIdx = group[0] * size[0] + local[0];
    globalIdy = group[1] * size[1] + local[1];
    globalIdz = group[2] * size[2] + local[2];
    groupIdx = group[0];
    groupIdy = group[1];
    groupIdz = group[2];
    localIdx = local[0];
    localIdy = local[1];
    localIdz = local[2];
    globalGroupSizeX = global[0];
    globalGroupSizeY = global[1];
    globalGroupSizeZ = global[2];
    localGroupSizeX = size[0];
    localGroupSizeY = size[1];
    localGroupSizeZ = size[2];
    this.launch = launch;
    this.item = local[0] + size[0] * (local[1] + size[1] * local[2]);
  }

  /** Waits until all work-items of the group are here. */
  public void localBarrier() {
    launch().turns().atBarrier(item);
  }

  /** Memory that the work-items of a group share; all have to ask for it, in the same order. */
  public float[] allocateFloatLocalArray(int size) {
    return launch().memory().floats(allocations++, size);
  }

  /** As {@link #allocateFloatLocalArray}, of integers. */
  public int[] allocateIntLocalArray(int size) {
    return launch().memory().ints(allocations++, size);
  }

  private Launch launch() {
    if (launch == null) {
      throw new TornadoRuntimeException("a kernel's context is used outside of a task");
    }
    return launch;
  }
}
