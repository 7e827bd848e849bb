import ArgumentParser
import Domain
import Foundation

/// A time zone by its IANA name, as `America/New_York`.
struct ZoneArgument: ExpressibleByArgument, Sendable {
  let zone: TimeZone

  init?(argument: String) {
    guard let zone = TimeZone(identifier: argument) else { return nil }
    self.zone = zone
  }

  /// The zone that somebody may have meant: `Asia/Shangai`, `shanghai`.
  static func nearest(to typed: String) -> String? {
    let known = TimeZone.knownTimeZoneIdentifiers
    let place = "/" + typed.lowercased().replacing(" ", with: "_")
    return known.first { $0.lowercased().hasSuffix(place) } ?? Spelling.nearest(to: typed, in: known)
  }
}
