import CKernels
import Ground

/// The processor that computes.
enum Processor {
  /// A short name for files that belong to this kind of processor: its model's name and the width of its vectors.
  static let identity: String = {
    let text = String(decoding: (try? Files.stream("/proc/cpuinfo", limit: 1 << 16)) ?? [], as: UTF8.self)
    func field(_ name: String) -> Substring {
      let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
      return line?.split(separator: ":").last ?? ""
    }
    let words = ["model name", "cpu family", "model\t", "stepping"].map { field($0) }.joined(separator: "-")
    let letters = words.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" }
    return String(letters).split(separator: "-").joined(separator: "-") + "-block\(dk_lanes())"
  }()
}
