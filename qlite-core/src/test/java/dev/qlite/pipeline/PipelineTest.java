package dev.qlite.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.qlite.chat.CallCancelledException;
import dev.qlite.chat.UpstreamUnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineTest {
    private final List<String> log = new ArrayList<>();
    private final FakeProvider provider = FakeProvider.answering(call -> {
        log.add("provider");
        return Calls.document(call, Calls.answer("hi"));
    });

    @Test
    void stagesRunInOrderAndUnwindInReverse() {
        Calls.pipeline(provider, logging("a"), logging("b"), logging("c"))
                .handle(Calls.plain().build());

        assertThat(log).containsExactly("a>", "b>", "c>", "provider", "<c", "<b", "<a");
    }

    @Test
    void aStageMayAnswerItself() {
        Stage hit = (call, next) -> Calls.document(call, Calls.answer("kept"));

        Reply reply = Calls.pipeline(provider, logging("a"), hit, logging("b"))
                .handle(Calls.plain().build());

        assertThat(log).containsExactly("a>", "<a");
        assertThat(((Reply.Document) reply).body().toString()).contains("kept");
    }

    @Test
    void aStageMayProceedTwice() {
        Stage twice = (call, next) -> {
            next.proceed(call).close();
            return next.proceed(call);
        };

        Calls.pipeline(provider, twice).handle(Calls.plain().build());

        assertThat(provider.calls()).hasSize(2);
    }

    @Test
    void theProviderIsAskedWithTheRoute() {
        Call call = Calls.plain().requestId("r1").build();

        Calls.pipeline(provider).handle(call);

        Call asked = provider.calls().get(0);
        assertThat(asked.route()).isEqualTo(new Route(provider, "m"));
        assertThat(asked.requestId()).isEqualTo("r1");
        assertThat(asked.body()).isSameAs(call.body());
    }

    @Test
    @SuppressWarnings("NullAway")
    void aStageThatReturnsNothingIsNamed() {
        Stage silent = new SilentStage();

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() ->
                        Calls.pipeline(provider, silent).handle(Calls.plain().build()))
                .withMessage("stage " + SilentStage.class.getName() + " returned no reply");
    }

    @Test
    @SuppressWarnings("NullAway")
    void aProviderThatReturnsNothingIsNamed() {
        provider.answer(call -> null);

        assertThatExceptionOfType(CallFailedException.class)
                .isThrownBy(() -> Calls.pipeline(provider).handle(Calls.plain().build()))
                .withRootCauseInstanceOf(NullPointerException.class)
                .havingRootCause()
                .withMessage("provider fake returned no reply");
    }

    @Test
    void withoutARouteNobodyIsAsked() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Pipeline.of(List.of()).handle(Calls.plain().build()))
                .withMessage("no stage gave the call a route");
    }

    @Test
    void aProvidersFailureCarriesWhoWasAsked() {
        provider.answer(call -> {
            throw UpstreamUnavailableException.of("fake", "is down", null);
        });

        assertThatExceptionOfType(CallFailedException.class)
                .isThrownBy(() -> Calls.pipeline(provider).handle(Calls.plain().build()))
                .satisfies(e -> {
                    assertThat(e.receipt().attempts()).isEqualTo(1);
                    assertThat(e.receipt().route()).isEqualTo(new Route(provider, "m"));
                    assertThat(e.failure()).isInstanceOf(UpstreamUnavailableException.class);
                });
    }

    @Test
    void whatNobodyForesawInAProviderCarriesWhoWasAskedToo() {
        provider.answer(call -> {
            throw new IllegalStateException("sk-secret");
        });

        assertThatExceptionOfType(CallFailedException.class)
                .isThrownBy(() -> Calls.pipeline(provider).handle(Calls.plain().build()))
                .satisfies(e -> {
                    assertThat(e.receipt().attempts()).isEqualTo(1);
                    assertThat(e.receipt().route()).isEqualTo(new Route(provider, "m"));
                    assertThat(e.status()).isEqualTo(500);
                    assertThat(e.getMessage()).doesNotContain("sk-secret");
                });
    }

    @Test
    void aCallThatIsOverAsksNobody() {
        Lifetime over = Lifetime.unbounded();
        over.cancel();

        assertThatExceptionOfType(CallFailedException.class)
                .isThrownBy(() -> Calls.pipeline(provider)
                        .handle(Calls.plain().lifetime(over).build()))
                .satisfies(e -> {
                    assertThat(e.failure()).isInstanceOf(CallCancelledException.class);
                    assertThat(e.receipt().attempts()).isZero();
                    assertThat(e.receipt().route()).isEqualTo(new Route(provider, "m"));
                });
        assertThat(provider.calls()).isEmpty();
    }

    private Stage logging(String name) {
        return (call, next) -> {
            log.add(name + ">");
            Reply reply = next.proceed(call);
            log.add("<" + name);
            return reply;
        };
    }

    private static final class SilentStage implements Stage {
        @Override
        @SuppressWarnings("NullAway")
        public Reply handle(Call call, Chain next) {
            return null;
        }
    }
}
