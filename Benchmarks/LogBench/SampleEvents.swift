import EventStore
import Foundation

/// The events that all cases write: 300 bytes of data, about 100 of metadata, ids in the order of time.
enum SampleEvents {
  static let actor = "clerk.bench"
  static let type = EventType("bench.happened")

  static func event(_ index: Int) -> NewEvent {
    let instant = Date(timeIntervalSince1970: 1_750_000_000 + Double(index) / 1000)
    return NewEvent(
      id: EventID.fresh(at: instant, random: random(index)), type: type, occurredAt: instant, data: data(index))
  }

  /// Ten bytes that look like chance and are the same in every run.
  private static func random(_ index: Int) -> [UInt8] {
    var state = UInt64(truncatingIfNeeded: index) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64.random(in: 0...UInt64.max)
    return (0..<10).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
  }

  private static let filling = String(repeating: "the tap in the yard drips since Monday; ", count: 8)

  private static func data(_ index: Int) -> String {
    let text = #"{"category":"water","n":\#(index),"priority":2,"unit":"repairs","words":""#
    return text + filling.prefix(298 - text.utf8.count) + #""}"#
  }

  /// Cryptographic strength is not what is measured.
  @Sendable static func salts(_ count: Int) -> [UInt8] { [UInt8](repeating: 7, count: count) }
}
