import Ground

extension Tensor {
  /// Writes the values as a NumPy `.npy` file (version 1.0, float32, C order), atomically.
  package func writeNPY(to path: String) throws(DreamError) {
    try withFiles(try Files.write(npyData(), to: Environment.expand(path)))
  }

  /// The values as a NumPy `.npy` file (version 1.0, float32, C order).
  func npyData() -> [UInt8] {
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': \(shape), }"
    // The complete header is a multiple of 64 bytes and ends in a line feed.
    let size = 10 + header.utf8.count + 1
    header += String(repeating: " ", count: (64 - size % 64) % 64) + "\n"
    var bytes = Self.magic + [1, 0] + Self.littleEndian(UInt16(header.utf8.count)) + Array(header.utf8)
    values.map(\.bitPattern.littleEndian).withUnsafeBytes { bytes += $0 }
    return bytes
  }

  /// Reads a NumPy `.npy` file of float32, float64 or 8-bit numbers in C order.
  ///
  /// - Throws: ``DreamError`` where the file is damaged or holds something else.
  package init(npyAt path: String) throws(DreamError) {
    try self.init(npy: try withFiles(try Files.read(Environment.expand(path))), from: path)
  }

  /// Reads the bytes of a `.npy` file.
  ///
  /// - Parameter path: where they come from, for errors.
  init(npy bytes: [UInt8], from path: String) throws(DreamError) {
    func damaged(_ what: String) -> DreamError {
      DreamError(
        .unreadable, "'\(path)' is not a NumPy file that DreamKit reads: \(what).",
        remedy: "Save it as float32 with np.save.")
    }
    guard bytes.starts(with: Self.magic), bytes.count > 12 else {
      throw damaged("it does not begin like one")
    }
    let wide = bytes[6] >= 2
    let start = wide ? 12 : 10
    let size = (8..<start).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
    guard bytes.count >= start + size else { throw damaged("its header is cut off") }
    let header = String(decoding: bytes[start..<(start + size)], as: UTF8.self)
    guard header.contains("'fortran_order': False") else { throw damaged("it is in Fortran order") }
    guard let dimensions = Self.dimensions(in: header) else { throw damaged("its shape cannot be read") }
    var count = 1
    for dimension in dimensions {
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      guard !overflow, dimension >= 0 else { throw damaged("its shape cannot be") }
      count = product
    }
    let data = bytes[(start + size)...]
    let kinds: [(name: String, size: Int)] = [("'<f4'", 4), ("'<f8'", 8), ("'|u1'", 1)]
    guard let kind = kinds.first(where: { header.contains($0.name) }) else {
      throw damaged("its numbers are of another type")
    }
    guard data.count / kind.size >= count else { throw damaged("it is cut off") }
    let values: [Float] = data.withUnsafeBytes { raw in
      (0..<count).map { index in
        switch kind.size {
        case 4:
          Float(
            bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
        case 8:
          Float(
            Double(
              bitPattern: UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)))
          )
        default: Float(raw[index])
        }
      }
    }
    self.init(shape: Shape(dimensions), values: values)
  }

  /// The six bytes that begin every `.npy` file.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  // MARK: Implementation

  private static func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }

  /// The numbers between the brackets of the header's only tuple, the shape.
  private static func dimensions(in header: String) -> [Int]? {
    guard let open = header.firstIndex(of: "("), let close = header.firstIndex(of: ")"), open < close else {
      return nil
    }
    let parts = header[header.index(after: open)..<close].split(separator: ",")
    let numbers = parts.compactMap { part in Int(part.filter { $0 != " " }) }
    return numbers.count == parts.count ? numbers : nil
  }
}
