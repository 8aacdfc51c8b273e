import Configuration
import Experiments
import Testing

@Suite struct VariantListTests {
  private let losses = SampleLoss.all.map { $0.variantSchema }

  @Test func showsFieldsInColumns() {
    #expect(
      VariantList.text(losses) == """
        cross-entropy
          soft cross-entropy
          source: textbook

        confidence
          cross-entropy against a mixture of labels and own predictions
          source: Burns et al. 2023, eq. 1
            weight  0.75  largest weight of own predictions (between 0.0 and 1.0)
            warmup  0.2   share of training until the weight is reached

        """)
  }

  @Test func givesProgramsTheSame() throws {
    #expect(
      VariantList.json([losses[1]])
        == .list([
          .object([
            "name": .text("confidence"),
            "summary": .text("cross-entropy against a mixture of labels and own predictions"),
            "source": .text("Burns et al. 2023, eq. 1"),
            "fields": .list([
              .object([
                "name": .text("weight"), "summary": .text("largest weight of own predictions"),
                "required": .boolean(false), "default": .number(0.75),
                "condition": .text("between 0.0 and 1.0"),
                "schema": .object(["type": .text("number")]),
              ]),
              .object([
                "name": .text("warmup"),
                "summary": .text("share of training until the weight is reached"),
                "required": .boolean(false), "default": .number(0.2), "condition": .null,
                "schema": .object(["type": .text("number")]),
              ]),
            ]),
          ])
        ]))
  }
}
