import FoundationEssentials
import Testing

/// `make demo` is what a newcomer sees first: every command of it ends as it says.
@Suite struct DemoTests {
  @Test func everyCommandOfTheDemoEndsAsItSays() async throws {
    let office = try await Office.onOwnCluster()
    // A clone whose program is the tested one.
    let (files, clone) = (FileManager.default, "\(office.folder)/clone")
    try files.createDirectory(atPath: "\(clone)/.build/release", withIntermediateDirectories: true)
    try files.createSymbolicLink(atPath: "\(clone)/.build/release/hotline", withDestinationPath: Hotline.path)
    for folder in ["scripts", "fixtures"] {
      try files.copyItem(atPath: "\(Fixtures.repository)/\(folder)", toPath: "\(clone)/\(folder)")
    }
    let ended = try await Hotline.run(
      ["\(clone)/scripts/demo"], program: "/bin/sh", environment: office.environment, directory: clone,
      killAfter: .seconds(400))
    #expect(ended.status == 0, "\(ended.stdout.suffix(800)) \(ended.stderr)")
    #expect(ended.stdout.contains("\nDone in"))
    for name in ["outreach-list.rejects.xlsx", "overdue.xlsx", "monthly.xlsx", "timeliness.html"] {
      #expect(files.fileExists(atPath: "\(clone)/demo/\(name)"), "\(name)")
    }
  }
}
