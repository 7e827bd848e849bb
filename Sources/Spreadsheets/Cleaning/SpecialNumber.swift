/// A telephone number that nobody has as a subscriber.
///
/// They hold wherever the office is: a number of three digits, or 12395, is a subscriber's in none of these regions, and
/// 112 goes to the emergency service from a mobile telephone everywhere.
/// Sources: 工业和信息化部《电信网编号计划》(2017) for China, where 95, 96, 100, 12, 114 and 116 begin numbers of services;
/// Directive (EU) 2018/1972, article 109, for 112; 47 U.S.C. 251(e)(3) for 911.
public enum SpecialNumber: Sendable, CaseIterable {
  /// Police, fire, ambulance, accidents, rescue at sea: a call to it takes a line from somebody in need.
  case emergency
  /// The desk of a carrier, a bank, a company or an administration.
  case service

  private static let emergencies: Set<String> = [
    "110", "119", "120", "122", "12395",  // China
    "112",  // European Union, and mobile networks everywhere
    "911",  // United States
  ]

  /// What a number is; `nil` for one that somebody may have. 400 and 800 numbers are a company's own.
  ///
  /// - Parameter number: as it is stored, `+8613908711234` or `95588`.
  public init?(_ number: some StringProtocol) {
    // Whatever has a country's or an area's code is somebody's, and nearly all have.
    guard (3...8).contains(number.utf8.count), number.utf8.first != UInt8(ascii: "+") else { return nil }
    self = Self.emergencies.contains(String(number)) ? .emergency : .service
  }
}
