import FoundationEssentials
import Testing

/// Offices with service requests of March 2015, and lists of more.
enum Requests {
  /// An office with requests of 10 March 2015, one every 20 minutes.
  static func office(hours: Range<Int> = 0..<24) async throws -> Office {
    let plain = try await Office.onTestServer()
    let office = plain.with(["HOTLINE_TIME_ZONE": "America/New_York", "HOTLINE_FILES": "\(plain.folder)/files"])
    let lines = (hours.lowerBound * 3..<hours.upperBound * 3).map { number -> String in
      let (hour, minute) = (number / 3, number % 3 * 20)
      return line(
        number, "03/10/2015 \(clock(hour, minute))", closed: number % 2 == 0 ? "03/12/2015 09:00:00 AM" : "")
    }
    try await take(lines, "requests.csv", office)
    return office
  }

  private static func clock(_ hour: Int, _ minute: Int) -> String {
    let shown = hour % 12 == 0 ? 12 : hour % 12
    func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(pair(shown)):\(pair(minute)):00 \(hour < 12 ? "AM" : "PM")"
  }

  static func line(_ number: Int, _ opened: String, closed: String = "") -> String {
    "\(500_000 + number),\(opened),03/15/2015 05:00:00 PM,\(closed),Pothole,\(number % 3 == 0 ? "ROAD" : "PARK"),样例,Self Service,,"
  }

  static func take(_ lines: [String], _ name: String, _ office: Office) async throws {
    let heading =
      "CASE_ENQUIRY_ID,OPEN_DT,TARGET_DT,CLOSED_DT,TYPE,Department,CASE_TITLE,Source,Location,CLOSURE_REASON"
    _ = try office.write(([heading] + lines).joined(separator: "\n") + "\n", to: name)
    try await office.expect(0, .importingRequests(name, map: try office.take("boston-311.map.yaml")))
  }
}
