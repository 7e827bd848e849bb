import FoundationEssentials
import TestCluster
import Testing

@testable import BackOffice

@Suite struct DurableFileTests {
  @Test func aFolderThatCannotBeMadeSaysWhyAndTheWayOut() async throws {
    let folder = try await TestCluster.folder()
    try Data().write(to: URL(filePath: "\(folder)/letters"))
    func reason(_ path: String) -> String {
      do {
        try DurableFile.makeFolder(path)
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(reason("\(folder)/letters") == reason("\(folder)/letters/2026/05"))
    #expect(reason("\(folder)/letters").hasPrefix("\(folder)/letters is no folder (Not a directory); name another one"))
    // Nobody makes a folder there, not even root.
    #expect(reason("/proc/letters").hasPrefix("cannot make the folder /proc/letters: "))
    #expect(reason("\(folder)/a/b/c") == "" && reason("\(folder)/a/b/c") == "")
  }
}
