/// Settings of the engine that hold for the whole process.
public enum Engine {
  /// The number of threads that compute; by default one for each core.
  public static var threads: Int { get { 2 } set {} }
}
