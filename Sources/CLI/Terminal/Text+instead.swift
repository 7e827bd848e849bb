import Domain

extension Text {
  /// That there is nothing of a name, and what there is: `there is no campaign sprng; did you mean spring? (there are spring, summer)`.
  ///
  /// - Parameters:
  ///   - said: that there is no such thing.
  ///   - typed: its name as it was written.
  ///   - names: the names there are, the most probable first: only so many are listed.
  ///   - none: what to say where there are none at all.
  static func unknown(
    _ said: Text, _ typed: String, in names: [String], none: Text = Text(zh: "目前一个也没有", en: "there are none yet")
  ) -> Text {
    let way = Spelling.instead(of: typed, in: names) ?? (none.zh, none.en)
    return Text(zh: "\(said.zh)；\(way.zh)", en: "\(said.en); \(way.en)")
  }
}
