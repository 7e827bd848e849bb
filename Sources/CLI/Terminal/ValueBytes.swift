import Foundation

/// Values as bytes, the parts that the formats share.
enum ValueBytes {
  static func append(_ number: Int, to bytes: inout [UInt8]) {
    if (0...9).contains(number) {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number))
    } else {
      bytes.append(contentsOf: String(number).utf8)
    }
  }

  /// Fixed point, halves away from zero: `12.50`. Returns false, and appends nothing, for what is not a number.
  @discardableResult
  static func append(_ number: Double, places: Int, to bytes: inout [UInt8]) -> Bool {
    guard number.isFinite else { return false }
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = (abs(number) * Double(scale)).rounded(.toNearestOrAwayFromZero)
    guard scaled < 9e15 else {
      bytes.append(contentsOf: String(format: "%.\(places)f", number).utf8)
      return true
    }
    let units = Int(scaled)
    if number < 0, units > 0 { bytes.append(UInt8(ascii: "-")) }
    append(units / scale, to: &bytes)
    guard places > 0 else { return true }
    bytes.append(UInt8(ascii: "."))
    let digits = String(units % scale)
    bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: places - digits.utf8.count))
    bytes.append(contentsOf: digits.utf8)
    return true
  }

  static func append(_ flag: Bool, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: (flag ? "true" : "false").utf8)
  }
}
