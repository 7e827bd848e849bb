import Domain
import Testing

@Suite struct WebAddressTests {
  @Test(arguments: [
    ("https://example.org/reports", "https://example.org/reports"),
    ("https://example.org", "https://example.org"),
    ("http://desk:pass@example.org:8080/in?token=abcdef&x=1#top", "http://…@example.org:8080/in?…"),
    ("http://desk@example.org?q", "http://…@example.org?…"),
    ("http://a:b@c@example.org/@home", "http://…@example.org/@home"),
    ("/srv/reports?a=b", "/srv/reports?a=b"), ("", ""),
  ])
  func whoLogsInAndWhatIsAskedAreNotShown(address: String, shown: String) {
    #expect(WebAddress(address).shown == shown)
  }

  @Test func wordsOfOthersDoNotTellThemEither() {
    let address = WebAddress("http://desk:open-sesame@example.org/in?token=s3cret-key&x=1")
    #expect(address.hidden(in: "no s3cret-key at desk:open-sesame, not open-sesame, x=1") == "no … at …, not …, x=1")
    #expect(WebAddress("http://example.org/in").hidden(in: "all of it") == "all of it")
  }
}
