import Foundation

extension Date {
  /// What the log and its texts hold: the years 1 to 9999.
  public static let storable =
    Date(timeIntervalSince1970: -62_135_596_800)..<Date(timeIntervalSince1970: 253_402_300_800)

  private static let referenceMicroseconds: Int64 = 978_307_200_000_000

  /// Rounded as the database rounds; the instant must be ``storable``.
  ///
  /// Counted from the reference date, from which a `Date` counts: by way of `timeIntervalSince1970` its last bit is lost,
  /// and an instant finer than a microsecond may round to another one than the database keeps.
  public var microsecondsSince1970: Int64 {
    Int64((timeIntervalSinceReferenceDate * 1_000_000).rounded()) + Self.referenceMicroseconds
  }

  /// The instant, exact from 1865 to 2137 and for whole seconds; the nearest that a `Date` can be beyond.
  public init(microsecondsSince1970 microseconds: Int64) {
    self.init(timeIntervalSinceReferenceDate: Double(microseconds - Self.referenceMicroseconds) / 1_000_000)
  }
}
