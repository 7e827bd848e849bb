import ArgumentParser
import Foundation

/// A time zone by its IANA name, as `America/New_York`.
struct ZoneArgument: ExpressibleByArgument, Sendable {
  let zone: TimeZone

  init?(argument: String) {
    guard let zone = TimeZone(identifier: argument) else { return nil }
    self.zone = zone
  }
}
