/// The folder for what DreamKit keeps for its user and cannot make again.
public enum DataDirectory {
  /// `XDG_DATA_HOME/dreamkit`, else `~/.local/share/dreamkit`.
  public static var path: String {
    (Environment["XDG_DATA_HOME"] ?? Environment.home + "/.local/share") + "/dreamkit"
  }

  /// Makes the folder that a file lies in, private to the user, where it does not exist.
  ///
  /// - Throws: ``DreamError`` where it cannot be made.
  public static func makeFolder(of file: String) throws(DreamError) {
    guard let slash = file.lastIndex(of: "/") else { return }
    try CacheDirectory.makeFolder(String(file[..<slash]))
  }
}
