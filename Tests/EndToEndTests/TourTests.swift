import Postgres
import TestCluster
import Testing

/// The example of the library does what it says.
@Suite struct TourTests {
  @Test func theTourShowsWhatTheLibraryDoes() async throws {
    let address = try await TestCluster.database()
    let parameters = ["host", "dbname", "user"].map { "\($0)='\(address.parameter($0) ?? "")'" }
    let tour = Hotline.path.split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/EventStoreTour"
    let ended = try await Hotline.run(
      [parameters.joined(separator: " ")], program: tour, environment: [:], directory: "/")
    #expect(ended.status == 0, "\(ended.stderr)")
    #expect(
      ended.lines == [
        "found: position [1]",
        "sent again: position [1], was there: true",
        "conflict: the item is at version 2",
        "head: 34",
        "followed: 34 events",
        "forgotten: 1 part, the item still has 2 events, erased: true",
        "verified: 35 events, fault: none",
        "sealed at position 35",
      ])
  }
}
