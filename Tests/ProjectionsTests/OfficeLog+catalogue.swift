import Domain
import EventCodec
import EventStore
import FoundationEssentials
import TestSeeds

extension OfficeLog {
  /// Anything that a catalogue can record, also what nobody would decide.
  func onSomeEntry(_ random: inout Seeded) -> [(stream: StreamName, event: DomainEvent, at: Date)] {
    guard let key = EntryKey(random.pick(["V-100", "0071", "漏气"])) else { return [] }
    let (name, at) = (random.pick(["阀", "新阀", "泵"]), Self.hour(Double(random.next() % 1200)))
    let gone = EntryWithdrawn(generation: random.pick([1, nil]))
    let part: PartEvent =
      switch random.next() % 4 {
      case 0, 1: .listed(PartListed([.name: name, .models: "A; B"]))
      case 2: .corrected(PartCorrected([.name: FieldChange(old: nil, new: random.pick([name, nil]))]))
      default: .withdrawn(gone)
      }
    let article: ArticleEvent =
      switch random.next() % 5 {
      case 0, 1: .drafted(ArticleDrafted([.title: name, .body: "先关阀门"]))
      case 2, 3: .published(ArticlePublished(version: Int(random.next() % 3) + 1))
      default: .withdrawn(gone)
      }
    return [(.part(key), .part(part), at), (.article(key), .article(article), at)]
  }
}
