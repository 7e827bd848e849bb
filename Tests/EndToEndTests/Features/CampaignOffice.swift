import FoundationEssentials
import Testing

extension Office {
  /// Publishes a campaign.
  func publishCampaign(_ key: String, process: String = "outreach", _ more: String = "") async throws {
    let file = try write("campaign: \(key)\nprocess: \(process)\n\(more)", to: "\(key).yaml")
    try await expect(0, "campaign", "check", file)
    try await expect(0, "campaign", "publish", file)
  }

  /// Brings people of an area into the book.
  func addPeople(_ count: Int, area: String) async throws {
    for number in 0..<count {
      try await expect(
        0, "party", "add", "--name", "客户\(number)", "--phone", "1390\(area.count)\(number)0000\(number)", "--set",
        "area=\(area)", "--set", "address=样例路\(number)号")
    }
  }
}

/// Around the clock.
let alwaysOpen = "hours: {mon-sun: [\"00:00-24:00\"]}\n"
