// The protocols document what these conformances are.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

import FoundationEssentials

// timestamptz: a signed 64-bit count of microseconds since 2000-01-01 00:00 UTC, without leap seconds (utils/timestamp.h).
// Int64.min and Int64.max are -infinity and infinity.
//
//     2001-01-01 00:00:00 UTC   Date reference 0      366 days after 2000-01-01      31_622_400_000_000

private let referenceMicroseconds: Int64 = 31_622_400_000_000
// 4713-11-24 BC and 294277-01-01, the ends of PostgreSQL's range (MIN_TIMESTAMP, END_TIMESTAMP).
private let storable: Range<Int64> = -211_813_488_000_000_000..<9_223_371_331_200_000_000

extension Date: PostgresValue {
  public static var typeID: UInt32 { TypeID.timestamptz }
  public static var arrayTypeID: UInt32 { TypeID.timestamptzArray }

  /// Rounds to the microsecond; throws SQLSTATE 22008 outside 4714 BC to 294276 AD.
  public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
    let rounded = (timeIntervalSinceReferenceDate * 1_000_000).rounded()
    // Also false for NaN and the infinities, for which Int64(exactly:) is nil.
    guard let sinceReference = Int64(exactly: rounded) else { throw .dateOutOfRange }
    let (microseconds, overflow) = sinceReference.addingReportingOverflow(referenceMicroseconds)
    guard !overflow, storable.contains(microseconds) else { throw .dateOutOfRange }
    bytes.append(bigEndian: microseconds)
  }

  /// Exact to the microsecond from 1729 to 2273, where a `Date`'s double still resolves one; the nearest double beyond.
  public static func decode(_ bytes: Span<UInt8>, typeID: UInt32) throws(PostgresError) -> Date {
    guard bytes.count == 8 else { throw .malformed("timestamptz", bytes.count) }
    let microseconds = bytes.integer(Int64.self)
    guard storable.contains(microseconds) else { throw .dateOutOfRange }
    return Date(timeIntervalSinceReferenceDate: Double(microseconds - referenceMicroseconds) / 1_000_000)
  }
}

extension PostgresError {
  fileprivate static let dateOutOfRange = PostgresError(
    sqlState: "22008",
    message: "a date is infinite, or outside 4714 BC to 294276 AD, which PostgreSQL's timestamptz holds")
}

extension UUID: PostgresValue {
  public static var typeID: UInt32 { TypeID.uuid }
  public static var arrayTypeID: UInt32 { TypeID.uuidArray }

  public func encode(into bytes: inout [UInt8]) {
    unsafe withUnsafeBytes(of: uuid) { unsafe bytes.append(contentsOf: $0) }
  }

  public static func decode(_ bytes: Span<UInt8>, typeID: UInt32) throws(PostgresError) -> UUID {
    guard bytes.count == 16 else { throw .malformed("uuid", bytes.count) }
    return UUID(uuid: unsafe bytes.bytes.unsafeLoadUnaligned(as: uuid_t.self))
  }
}
